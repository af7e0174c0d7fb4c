# Runs chromedriver with a folder of its own, and ends it, its browser and the folder as soon as standard
# input ends or a signal comes: so nothing is left behind, however the process that started it ends.
for name in chromedriver chromium; do
  command -v "$name" >/dev/null 2>&1 && continue
  [ "$name" = chromium ] && command -v google-chrome >/dev/null 2>&1 && continue
  echo "missing $name"
  exit 1
done
dir=$(mktemp -d "${TMPDIR:-/tmp}/oauth-litmus-XXXXXXXX") || exit 1
echo "folder $dir"
echo "browser $(command -v chromium || command -v google-chrome)"
echo "user $(id -u)"
trap : HUP INT TERM
HOME="$dir" TMPDIR="$dir" XDG_CONFIG_HOME="$dir" XDG_CACHE_HOME="$dir" chromedriver --port=0 2>/dev/null &
driver=$!
read -r _
# The browser's processes say which folder is theirs; where that cannot be seen, its lock says who it is.
ours() {
  for process in /proc/[0-9]*; do
    grep -qsF -e "--user-data-dir=$dir/profile" "$process/cmdline" && echo "${process#/proc/}"
  done
  lock=$(readlink "$dir/profile/SingletonLock") && [ ! -e /proc/self ] && echo "${lock##*-}"
}
kill $driver 2>/dev/null
tries=0
while [ $tries -lt 60 ]; do
  tries=$((tries + 1))
  left=$(ours)
  [ -n "$left" ] || [ -e "$dir" ] || break
  [ -z "$left" ] || kill $([ $tries -lt 15 ] || echo -9) $left 2>/dev/null
  rm -rf "$dir"
  sleep 0.1
done
kill -9 $driver 2>/dev/null
wait $driver 2>/dev/null
