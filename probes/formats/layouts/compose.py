"""A Checkpoint from the inert tree of a pickle."""

from probes.checkpoint import Checkpoint, StoredTensor
from probes.formats.layouts.choose import Choice, choose
from probes.formats.layouts.facts import facts_of
from probes.formats.layouts.modules import ModuleTree, module_trees
from probes.formats.layouts.named_weights import unmeasured
from probes.formats.layouts.names import Notes, buffers_among, cleaned
from probes.formats.layouts.optimizer import optimizer_state
from probes.formats.layouts.parts import Parts, parts_of
from probes.formats.layouts.plain_values import Plainer
from probes.formats.pickles.binding import Binder
from probes.formats.pickles.values import Object
from probes.refusal import Refusal


def compose(root: object, binder: Binder, format_name: str) -> Checkpoint:
    parts = parts_of(root)
    trees = module_trees(parts.modules)
    found = {**parts.weights, **{path: tree.weights for path, tree in trees.items()}}
    choice = choose(found or parts.sparse) or Choice({}, "", {}, [])
    renamed, notes = cleaned(list(choice.weights))
    new_names = dict(zip(choice.weights, renamed, strict=True))
    weights = {new_names[name]: binder.bind(value) for name, value in choice.weights.items()}
    main = next((t for t in trees.values() if t.weights.keys() <= choice.weights.keys()), None)
    facts = facts_of(parts, root, binder)
    _something_in_it(weights, parts, facts.hyper_parameters)
    identities = {id(value): new_names[name] for name, value in choice.weights.items()}
    buffers = _buffers(weights, main, new_names)
    parameters = {name: stored for name, stored in weights.items() if name not in buffers}
    optimizers = tuple(
        optimizer_state(table, parameters, binder, lambda key: identities.get(id(key)))
        for table in parts.optimizers.values()
    )
    plainer = Plainer()
    return Checkpoint(
        format=format_name,
        weights=weights,
        buffers=buffers,
        copies={name: _bound(copy, binder) for name, copy in choice.copies.items()},
        optimizers=optimizers,
        schedulers=tuple(_dict(plainer.plain(table)) for table in parts.schedulers),
        epoch=facts.epoch,
        step=facts.step,
        best=facts.best,
        best_name=facts.best_name,
        metrics=facts.metrics,
        hyper_parameters=facts.hyper_parameters,
        modules=main.classes if main else {},
        settings=main.settings if main else {},
        notes=tuple(_notes(choice, notes, weights)),
    )


def _something_in_it(
    weights: dict[str, StoredTensor], parts: Parts, settings: dict[str, object]
) -> None:
    """optimizer.pt, scheduler.pt and training_args.bin hold no weights and are welcome."""
    known = [value for value in parts.settings.values() if isinstance(value, Object) and settings]
    if not weights and not parts.optimizers and not parts.schedulers and not known:
        raise Refusal("no_weights_inside")


def _buffers(
    weights: dict[str, StoredTensor], tree: ModuleTree | None, new_names: dict[str, str]
) -> frozenset[str]:
    """A pickled module says which they are; a state dict only suggests it."""
    if tree is not None:
        return frozenset(new_names[name] for name in tree.buffers)
    return buffers_among(weights)


def _bound(weights: dict[str, object], binder: Binder) -> dict[str, StoredTensor]:
    names, _ = cleaned(list(weights))
    values = zip(names, weights.values(), strict=True)
    return {name: binder.bind(value) for name, value in values}  # type: ignore[arg-type]


def _notes(choice: Choice, notes: Notes, weights: dict[str, StoredTensor]) -> Notes:
    if choice.where:
        notes.append(("weights_found_at", {"path": choice.where}))
    if choice.left_out:
        notes.append(("tensors_left_out", {"paths": choice.left_out[:20]}))
    return notes + unmeasured(weights)


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}
