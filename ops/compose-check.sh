#!/usr/bin/env bash
# Starts docker-compose.yml in a real engine, places 200 orders, asks Prometheus every expression of the
# dashboard, takes all down again. Exit code 0 if all holds, or, said loudly, if there is no engine.
#
# It uses the Docker engine of this machine; where there is none, the one that ../shared/tools/docker-engine
# makes. That one has no images of Grafana and Mailpit, and its builds have no network: there
# compose-check.override.yml leaves out the one and replaces the other, and jars built outside are used.
#
#   ops/compose-check.sh            the check
#   ops/compose-check.sh --tests    the integration tests, on Testcontainers' Redis in the same engine
set -euo pipefail
cd "$(dirname "$0")/.."
script=$PWD/ops/compose-check.sh
mode=${1:-}
part=${2:-${1:-}} # --tests, or all but those

say() { echo "compose-check: $*"; }

main() {
  if docker compose version >/dev/null 2>&1 && docker info >/dev/null 2>&1; then
    exec bash "$script" --here "$part"
  elif tool=$(find_tool); then
    in_made_engine
  else
    say "SKIPPED SKIPPED SKIPPED: no Docker engine with Compose v2 here. Nothing was checked."
  fi
}

# Walks up, as the project may be checked out beside the tools or deeper.
find_tool() {
  local folder=$PWD
  while [ "$folder" != / ]; do
    folder=$(dirname "$folder")
    if [ -x "$folder/shared/tools/docker-engine" ]; then
      echo "$folder/shared/tools/docker-engine"
      return
    fi
  done
  return 1
}

in_made_engine() {
  say "making an engine"
  engine=$(mktemp -d)
  trap 'say "stopping the engine"; "$tool" stop "$engine"' EXIT
  trap 'exit 130' INT TERM
  "$tool" start "$engine"
  # shellcheck disable=SC2046 # one tag a word
  "$tool" images "$engine" $(sed -nE 's/^( +image:|FROM) +((redis|prom\/prometheus|eclipse-temurin):[^ ]+).*/\2/p' \
    docker-compose.yml Dockerfile | grep -v -- -jdk- | sort -u)
  say "building"
  # also what the tests need, as inside there is no network to get it by
  ./mvnw -q -B -ntp package -DskipTests -Pcontainers -pl '!benchmarks' || { say "FAILED: build"; exit 1; }
  "$tool" run "$engine" bash "$script" --in-made-engine "$part"
}

# --- in an engine ---

# a project of its own: its volumes are deleted
compose=(docker compose -p orderstream-check -f docker-compose.yml -f ops/compose-check.retries.yml)
build=()
failures=0

pass() { say "PASS $*"; }
fail() { say "FAIL $*"; failures=$((failures + 1)); }
# expect WHAT EXPECTED ACTUAL
expect() { if [ "$2" = "$3" ]; then pass "$1: $3"; else fail "$1: $3, expected $2"; fi; }

# await SECONDS WHAT EXPECTED COMMAND...: until the command prints what is expected
await() {
  local end=$((SECONDS + $1)) what=$2 expected=$3 actual
  shift 3
  while actual=$("$@") && [ "$actual" != "$expected" ] && [ $SECONDS -lt $end ]; do sleep 1; done
  expect "$what" "$expected" "$actual"
}

check() {
  trap take_down EXIT
  trap 'exit 130' INT TERM
  "${compose[@]}" build "${build[@]}" >"$work/build.log" 2>&1 || { tail -30 "$work/build.log"; fail "images"; exit 1; }
  pass "images are built"
  "${compose[@]}" up -d --wait --wait-timeout 300 >"$work/up.log" 2>&1 || { trouble; fail "up"; exit 1; }
  pass "up and healthy: $("${compose[@]}" ps --services | sort | xargs)"

  place_orders
  await 120 "orders settled" "174 CONFIRMED 4 PLACED 22 REJECTED" statuses
  await 240 "dead letters, of the 4 orders that can't be charged" 4 value 'sum(streams_dead_letters)'
  await 60 "lag" 0 value 'sum(streams_lag)'
  await 60 "pending" 0 value 'sum(streams_pending)'
  await 60 "orders notified of" 396 value 'sum(streams_handled_total{group="notification-service",outcome="done"})'
  expect "retries were counted" 1 "$(value 'sum(streams_handled_total{outcome="retried"}) >= bool 16')"
  expect "double charges" 0 "$(curl -sS localhost:12111/ledger | jq .doubleCharges)"
  expect "charges" 174 "$(curl -sS localhost:12111/ledger | jq .captures)"
  await 30 "Prometheus' targets" "4 up" targets
  await 30 "alerts" "DeadLetters" alerts
  dashboard
  mails
  grafana
  killed_redis
  "${compose[@]}" stop payment-service >/dev/null 2>&1
  await 30 "services down" 1 value "$(jq -r '.panels[] | select(.title == "Services down") | .targets[0].expr' ops/grafana/dashboards/*.json)"
}

# 200 orders, of every payment method that the stand-in for the provider knows
methods() {
  local n
  while read -r n method; do seq "$n" | sed "s/.*/$method/"; done <<'LIST'
160 pm_card_visa
14 pm_card_visa_chargeDeclined
6 pm_card_visa_chargeDeclinedInsufficientFunds
2 pm_unknown
4 pm_test_slow
6 pm_test_flaky
4 pm_test_lost_answer
3 pm_test_invalid
1 pm_test_down
LIST
}

place_orders() {
  local method n=0
  while read -r method; do
    n=$((n + 1))
    curl -sS -o /dev/null -w '%header{location}\n' localhost:8081/orders \
      -H 'Content-Type: application/json' -H "Idempotency-Key: check-$n" -d '{
        "customerId": "c-'$((n % 17))'", "email": "c@example.com", "paymentMethod": "'"$method"'",
        "items": [{"sku": "tea-1", "quantity": 2, "unitPrice": {"amount": "4.50", "currency": "EUR"}}]}' \
      | tr -d '\r'
    sleep 0.1 # so that rates have something to show
  done < <(methods | shuf) >"$work/orders"
  expect "orders placed" 200 "$(grep -c ^/orders/ord_ "$work/orders")"
}

statuses() {
  sed 's|^|url = http://localhost:8081|' "$work/orders" | curl -sS -K - | jq -r .status | sort | uniq -c | xargs
}

ask() { curl -sS -G localhost:9090/api/v1/query --data-urlencode "query=$1"; }

value() { ask "$1" | jq -r '.data.result[0].value[1] // "none"'; }

targets() {
  curl -sS localhost:9090/api/v1/targets \
    | jq -r '.data.activeTargets | map(.health) | group_by(.) | map("\(length) \(.[0])") | join(" ")'
}

alerts() {
  curl -sS localhost:9090/api/v1/alerts \
    | jq -r '[.data.alerts[] | select(.state == "firing") | .labels.alertname] | unique | join(" ")'
}

# Redis comes back with all that was answered.
killed_redis() {
  if [ "$mode" = --here ]; then
    "${compose[@]}" kill redis >/dev/null 2>&1
    "${compose[@]}" up -d --wait --wait-timeout 120 redis >/dev/null 2>&1 || fail "Redis after a kill"
    await 60 "orders after Redis was killed" "174 CONFIRMED 4 PLACED 22 REJECTED" statuses
  else
    say "SKIPPED Redis killed: this engine's image of it has no redis-check-aof"
  fi
}

# Every expression answers with at least one number, over the last ten minutes.
dashboard() {
  local expression title asked=0 answered=0
  while IFS=$'\t' read -r title expression; do
    asked=$((asked + 1))
    expression=${expression//\$__rate_interval/10m}
    expression=${expression//\$group/.*}
    if ask "$expression" | jq -e '[.data.result[].value[1] | select(. != "NaN")] | length > 0' >/dev/null; then
      answered=$((answered + 1))
    else
      say "\"$title\" has no data: $expression: $(ask "$expression")"
    fi
  done < <(jq -r '.panels[] | .title as $title | .targets[]? | [$title, .expr] | join("\t")' ops/grafana/dashboards/*.json)
  expect "dashboard's expressions that answer with data" "$asked of $asked" "$answered of $asked"
}

mails() {
  if [ "$mode" = --here ]; then
    expect "mails" 396 "$(curl -sS 'localhost:8025/api/v1/messages?limit=1' | jq .total)"
  else
    "${compose[@]}" stop mailpit >/dev/null 2>&1
    expect "mails" "Counts[mails=396, resent=0, duplicates=0]" \
      "$("${compose[@]}" logs --no-log-prefix mailpit | grep -o 'Counts.*')"
  fi
}

grafana() {
  if [ "$mode" = --here ]; then
    expect "Grafana shows" "Orderstream" \
      "$(curl -sS localhost:3000/api/dashboards/uid/orderstream | jq -r .dashboard.title)"
    expect "Grafana's data source" "OK" \
      "$(curl -sS localhost:3000/api/datasources/uid/prometheus/health | jq -r .status)"
  else
    say "SKIPPED Grafana itself and Mailpit itself: this engine has no images of them"
  fi
}

trouble() {
  tail -5 "$work/up.log"
  "${compose[@]}" ps -a
  "${compose[@]}" logs --no-color --tail 20
}

take_down() {
  local status=$?
  trap - EXIT
  [ "$failures" = 0 ] || "${compose[@]}" logs --no-color --tail 5 || true
  if "${compose[@]}" down -v --remove-orphans --rmi local >"$work/down.log" 2>&1; then
    pass "down"
  else
    cat "$work/down.log"
    fail "down"
  fi
  rm -rf "$work"
  if [ "$failures" = 0 ] && [ "$status" = 0 ]; then
    say "PASSED in $SECONDS s"
  else
    say "FAILED: $failures, after $SECONDS s"
    exit 1
  fi
}

integration_tests() {
  local offline=()
  if [ "$mode" = --in-made-engine ]; then
    export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
    offline=(-o)
  fi
  ./mvnw -B -ntp "${offline[@]}" -pl '!local-stack,!benchmarks' verify -Pcontainers -Dredis=docker:redis:8.8.0 \
    -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false | tee "$work/tests.log" | grep -E 'Tests run|BUILD|Reactor Summary'
}

case $mode in
  "" | --tests) main ;;
  --here | --in-made-engine)
    work=$(mktemp -d)
    if [ "$mode" = --in-made-engine ]; then
      compose+=(-f ops/compose-check.override.yml)
      build=(--build-arg JARS=local)
    fi
    if [ "$part" = --tests ]; then
      integration_tests || { tail -50 "$work/tests.log"; say "FAILED: integration tests"; exit 1; }
      say "PASSED: integration tests on Testcontainers' Redis, in $SECONDS s"
    else
      check
    fi
    ;;
  *)
    echo "usage: ops/compose-check.sh [--tests]" >&2
    exit 2
    ;;
esac
