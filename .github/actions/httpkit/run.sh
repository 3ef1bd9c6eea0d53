#!/usr/bin/env bash
# The work of action.yml: builds httpkit, plays the cases, names what came of it.
# Inputs come as INPUT_NAME. Each becomes one argument of httpkit, whatever is in it.
# It must do with the bash 3.2 of macOS.
set -euo pipefail

# fail shows a mistake in the inputs where GitHub shows errors.
fail() {
  local text=${1//'%'/%25}
  text=${text//$'\r'/%0D}
  printf '::error title=httpkit::%s\n' "${text//$'\n'/%0A}"
  exit 2
}

args=(test)

# The server under test. An embedded one is the first word, not a flag.
target=${INPUT_TARGET-} start=${INPUT_START-}
case $target in
reference | reference:*) args+=("$target") ;;
?*) args+=("--target=$target") ;;
*) [ -n "$start" ] || fail "neither target nor start is given: say where the server listens, or how to start it" ;;
esac

flag() { [ -z "$2" ] || args+=("--$1=$2"); }
flag start "$start"
flag ready "${INPUT_READY-}"
flag ready-timeout "${INPUT_READY_TIMEOUT-}"
flag docroot "${INPUT_DOCROOT-}"
flag baseline "${INPUT_BASELINE-}"
flag shard "${INPUT_SHARD-}"

case ${INPUT_STRICT:-false} in
true) args+=(--strict) ;;
false) ;;
*) fail "strict: got ${INPUT_STRICT}, want true or false" ;;
esac

# Under Actions httpkit writes annotations and the step summary by itself.
formats=(junit json html)
paths=("${INPUT_JUNIT-}" "${INPUT_JSON-}" "${INPUT_HTML-}")
for i in 0 1 2; do
  path=${paths[i]}
  [ -n "$path" ] || continue
  case $path in *$'\n'*) fail "${formats[i]}: the path has a line end in it" ;; esac
  mkdir -p "$(dirname "$path")"
  args+=("--report=${formats[i]}=$path")
done

while IFS= read -r line || [ -n "$line" ]; do
  line=${line%$'\r'}
  line=${line#"${line%%[![:blank:]]*}"}
  line=${line%"${line##*[![:blank:]]}"}
  case $line in
  "") ;;
  -*) args+=("$line") ;;
  *) fail "flags: got $line, want --name=value, one a line" ;;
  esac
done <<<"${INPUT_FLAGS-}"

# Split at blanks and line ends, but no * in it becomes a file.
INPUT_SUITES=${INPUT_SUITES-}
set -f
# shellcheck disable=SC2206
suites=(${INPUT_SUITES//$'\r'/ })
set +f
[ ${#suites[@]} -eq 0 ] || args+=(-- "${suites[@]}")

bin=${INPUT_HTTPKIT-}
if [ -z "$bin" ]; then
  root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
  bin=${RUNNER_TEMP:?}/httpkit/httpkit$(go env GOEXE)
  # What the job has set for its own Go code is not for this module.
  (cd "$root" && GOFLAGS='' GOWORK=off CGO_ENABLED=0 go build -buildvcs=false -o "$bin" ./cmd/httpkit) ||
    fail "httpkit could not be built"
fi

printf '+ httpkit'
printf ' %q' "${args[@]}"
printf '\n'

# A cancelled job signals this shell only. Handed on, it lets httpkit stop the
# server it started and write its reports.
"$bin" "${args[@]}" &
pid=$! cancelled=
trap 'cancelled=1; kill -TERM "$pid" 2>/dev/null || true' INT TERM
status=0
wait "$pid" || status=$?
while [ -n "$cancelled" ]; do # a signal cut the wait short, not the program
  cancelled='' status=0
  wait "$pid" || status=$?
done
trap - INT TERM

{
  printf 'exit-status=%s\n' "$status"
  for i in 0 1 2; do
    path=${paths[i]}
    if [ -z "$path" ] || [ ! -f "$path" ]; then continue; fi
    case $path in
    /* | [A-Za-z]:*) ;;
    *) path=${INPUT_WORKING_DIRECTORY:-.}/$path path=${path#./} ;;
    esac
    printf '%s=%s\n' "${formats[i]}" "$path"
  done
} >>"$GITHUB_OUTPUT"
exit "$status"
