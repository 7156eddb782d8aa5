#!/bin/sh
# Makes the secrets that compose.yaml mounts, in ./secrets; what is there already stays.
set -eu
umask 022          # the files are mounted one by one and read by the users of the containers
mkdir -p secrets
chmod 700 secrets  # on this machine nobody else gets at them
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
once() { [ -e "secrets/$1" ] || cat > "secrets/$1"; }

random | once postgres_password
random | once redis_password
key=$(random); secret=$(random)
[ -e secrets/s3_credentials ] && [ -e secrets/s3_identities ] \
  || rm -f secrets/s3_credentials secrets/s3_identities  # only together they open anything
once s3_credentials <<END
[default]
aws_access_key_id = $key
aws_secret_access_key = $secret
END
once s3_identities <<END
{"identities": [{"name": "whyloss", "actions": ["Admin", "Read", "Write", "List"],
 "credentials": [{"accessKey": "$key", "secretKey": "$secret"}]}]}
END
echo "postgresql+psycopg://whyloss:$(cat secrets/postgres_password)@postgres:5432/whyloss" | once database_url
echo "redis://:$(cat secrets/redis_password)@redis:6379/0" | once queue_url
