from tests.probes.sandbox.trouble.a_first_good_one import judge, measure  # noqa: F401
