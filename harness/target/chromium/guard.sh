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
browser=$(readlink "$dir/profile/SingletonLock")
browser=${browser##*-}
# A number may belong to another process by now: only the one that has our folder is ended.
grep -qs "$dir" "/proc/$browser/cmdline" || browser=
kill $driver $browser 2>/dev/null
tries=0
while kill -0 $driver $browser 2>/dev/null && [ $tries -lt 30 ]; do
  tries=$((tries + 1))
  sleep 0.1
done
kill -9 $driver $browser 2>/dev/null
wait $driver 2>/dev/null
# A part of the browser that ends last may still write there.
tries=0
while [ -e "$dir" ] || grep -qsF "$dir/profile" /proc/[0-9]*/cmdline; do
  rm -rf "$dir"
  tries=$((tries + 1))
  [ $tries -lt 50 ] || break
  sleep 0.1
done
