#!/usr/bin/env bash
# Builds the image and runs the compose set-up with a Docker that is there: everything that docs/how-to/compose.md says is done as
# it says it, in a copy of the checkout, under a project name of its own, and is gone afterwards.
#
#   tests/compose/run.sh            with the Docker that `docker` reaches
#   PATIENCE=300                    seconds that anything may take
#
# Without a Docker engine it says so and ends with 0: skipped.
set -uo pipefail
cd "$(dirname "$0")/../.."
if ! docker version >/dev/null 2>&1 || ! docker compose version >/dev/null 2>&1; then
  echo 'skipped: tests/compose (no Docker engine with Compose answers)'
  exit 0
fi

work=$(mktemp -d)
chmod 755 "$work"
export COMPOSE_PROJECT_NAME=newsloom-test-$$
passed=0 failed=0 skipped=0
patience=${PATIENCE:-300}

check() { # PROMISE COMMAND…
  local promise=$1 from=$SECONDS
  shift
  if "$@" >"$work/out" 2>&1; then
    passed=$((passed + 1))
    echo "ok      $promise ($((SECONDS - from)) s)"
  else
    failed=$((failed + 1))
    echo "FAILED  $promise ($((SECONDS - from)) s)"
    tail -n 15 "$work/out" | cut -c1-300
  fi
}
same() { # PROMISE EXPECTED FOUND
  check "$1: $2" test "$2" = "$3"
  [ "$2" = "$3" ] || echo "        found: $3"
}
# The block of docs/how-to/compose.md with this name, run as it stands there.
documented() {
  awk -v name="$1" '$0 ~ "^<!-- tried.*: " name " -->$" { found = 1; next } found && /^```$/ { exit } found && !/^```sh$/' \
    "$work/project/docs/how-to/compose.md" >"$work/block.sh"
  [ -s "$work/block.sh" ] && (cd "$work/project" && bash -euo pipefail "$work/block.sh")
}
compose() { (cd "$work/project" && docker compose "$@"); }
until_true() {
  local end=$((SECONDS + patience))
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 1
  done
}
healthy() { ! compose ps -a --format '{{.Service}} {{.State}} {{.Health}}' | grep -v ' running healthy$' | grep .; }
sql() { compose exec -T postgres psql -U newsloom -d newsloom -Atqc "$1" | tr -d '\r'; }
counts() { sql "select (select count(*) from news.articles) || ' articles, ' || (select count(*) from news.stories) || ' stories, ' || (select count(*) from news.fates) || ' fates, text ' || (select md5(string_agg(body, '' order by article_id)) from news.articles)"; }
finish() {
  compose down -v --remove-orphans >/dev/null 2>&1
  docker image rm "$image" >/dev/null 2>&1
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

mkdir "$work/project"
tar --exclude=./node_modules --exclude=./.git --exclude=./dist --exclude=./.newsloom --exclude='./.env*' -c . | tar -C "$work/project" -x
# A tag of its own: one that runs beside this test keeps its image.
image=newsloom:$COMPOSE_PROJECT_NAME
sed -i "s|image: newsloom:.*|image: $image|" "$work/project/docker-compose.yml"
# An engine that gives containers no network while they build lends them the machine's.
docker network inspect bridge >/dev/null 2>&1 ||
  sed -i 's|build: \.|build: { context: ., network: host }|' "$work/project/docker-compose.yml"
cat >"$work/project/.env" <<'END'
POSTGRES_PASSWORD='k9/Qz@7#x%'
NEWSLOOM_USER_AGENT='Newsloom-test/0.1 (+https://example.org/bot)'
NEWSLOOM_PORT=0
NEWSLOOM_OUTBOX_DAYS=29
END
for i in $(seq 1 20); do
  printf '{"url":"https://canal-courier.example/%s","title":"Lock %s reopens","body":"Lock %s on the old canal reopened on Monday after %s weeks of work, the waterways office said."}\n' "$i" "$i" "$i" "$i"
done >"$work/project/articles.jsonl"
mkdir "$work/project/pages"
cat >"$work/project/pages/ferry.html" <<'END'
<!doctype html><html lang="en"><head><title>Ferry returns to the lake</title><link rel="canonical" href="https://canal-courier.example/ferry"></head>
<body><article><h1>Ferry returns to the lake</h1><p>The ferry across the lake sailed again on Tuesday, after a winter in the dock at the southern shore.</p>
<p>It carried forty passengers and two dogs on its first crossing, the operator said, and was late by three minutes only.</p></article></body></html>
END

check 'the image builds' compose build
[ "$failed" = 0 ] || exit 1
check 'comes up' documented start
check 'all is healthy' until_true healthy
same 'a setting of .env reaches the workers' 29 "$(compose exec -T extract sh -c 'echo $NEWSLOOM_OUTBOX_DAYS')"
check 'commands run, and the doctor finds nothing wrong' documented command
check 'files get in, results get out' documented files
same 'articles that came out' 21 "$(wc -l <"$work/project/export.jsonl")"
port=$(compose port web 8400)
check "the front page answers on loopback ($port)" node -e "fetch('http://$port/').then((r) => process.exit(r.ok ? 0 : 1))"
case $port in 127.0.0.1:*) ;; *) check 'the pages are on loopback only' false ;; esac
interrupt() { # as docker stop does it; 137 is what was killed because it did not end
  local id code
  id=$(compose run -d -T web tail) && until_true sh -c "docker top $id | grep -q newsloom" && docker stop -t 60 "$id" || return 1
  code=$(docker inspect -f '{{.State.ExitCode}}' "$id")
  docker rm "$id"
  echo "exit code $code"
  [ "$code" != 137 ]
}
check 'a one-off command ends on SIGTERM' interrupt

before=$(counts)
# An update that brings a migration.
echo "comment on table articles is 'updated';" >"$work/project/migrations/9999_update.sql"
sed -i "s|^COPY migrations migrations|&\nRUN true|" "$work/project/Dockerfile"
check 'updates' documented update
check 'all is healthy' until_true healthy
same 'the migration of the update was applied' updated "$(sql "select obj_description('articles'::regclass)")"
same 'kept by the update' "$before" "$(counts)"

check 'backs up by copying the volume' documented backup
check 'restores the copy' documented restore
same 'restored' "$before" "$(counts)"
if compose exec -T postgres sh -c 'command -v pg_dump' >/dev/null 2>&1; then
  check 'backs up by a dump' documented dump
  check 'restores the dump' documented restore-dump
  same 'restored' "$before" "$(counts)"
else
  skipped=$((skipped + 1))
  echo 'skipped: backup by a dump (the Postgres image has no pg_dump)'
fi

# From `npm start`: what an embedded Postgres holds moves into the volume.
if [ "$(uname)" = Linux ] && NEWSLOOM_HOME=$work/project/.newsloom DATABASE_URL='' REDIS_URL='' \
  node src/cli/launch.mjs load "$work/project/articles.jsonl" --wait >"$work/out" 2>&1; then
  compose down -v >/dev/null 2>&1
  rm "$work/project/migrations/9999_update.sql"
  compose build >/dev/null 2>&1
  sed -i "s|^POSTGRES_PASSWORD=.*|POSTGRES_PASSWORD='$(cat "$work/project/.newsloom/postgres.password")'|" "$work/project/.env"
  check 'moves from npm start with its data' documented move
  same 'articles moved' 20 "$(sql "select count(*) from news.articles where stage = 'clustered'")"
else
  skipped=$((skipped + 1))
  echo "skipped: moving from npm start (the embedded Postgres does not run here: $(tail -n 1 "$work/out"))"
fi

echo "$passed passed, $failed failed, $skipped skipped, $SECONDS s"
[ "$failed" = 0 ]
