# What the scripts of every sandbox share: where things are installed, starting a server in the
# background until it answers, and stopping exactly the process that was started.
# Sourced, not run. Needs bash; a port is asked through bash itself, so no client is needed.

sandboxes="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
repo="$(cd "$sandboxes/../.." && pwd)"
work="${LITMUS_SANDBOX_DIR:-$repo/target/sandboxes}"
[ "${work:0:1}" = / ] || work="$PWD/$work"
script="$(basename "$0")"

say() { echo "$script: $*" >&2; }

# fail MESSAGE...: says why, and ends the script.
fail() {
  say "$@"
  exit 1
}

# need PACKAGE TOOL...: every tool has to be there; PACKAGE is what Debian calls it.
need() {
  local package="$1" tool
  shift
  for tool in "$@"; do
    command -v "$tool" >/dev/null 2>&1 || fail "$tool is missing; on Debian: apt-get install $package"
  done
}

# port_of SERVER VERSION: the port its scenario file names, the one place where it is written down.
port_of() { sed -n 's|^base = "http://127\.0\.0\.1:\([0-9]*\).*"$|\1|p' "$sandboxes/$1/$1-$2.toml"; }

# versions SERVER: those there are, a folder of pins each.
versions() (cd "$sandboxes/$1" && echo [0-9]*/ | tr -d /)

# pinned SERVER VERSION FILE: that file of pins; a version that is not there is a wrong call.
pinned() {
  if [ -z "$2" ] || ! [ -f "$sandboxes/$1/$2/$3" ]; then
    say "no version ${2:-without a name} of $1; there are: $(versions "$1")"
    exit 2
  fi
  echo "$sandboxes/$1/$2/$3"
}

# install_npm SERVER [VERSION]...: what each lock file lists, into a folder of its own. All versions without arguments.
install_npm() {
  local server="$1" version lock into
  shift
  need "nodejs npm" node npm
  # shellcheck disable=SC2046
  [ "$#" -gt 0 ] || set -- $(versions "$server")
  for version in "$@"; do
    lock="$(pinned "$server" "$version" package-lock.json)" || exit
    into="$work/$server-$version"
    if cmp -s "$lock" "$into/installed.txt"; then
      echo "$server $version is already in $into"
      continue
    fi
    mkdir -p "$into"
    rm -f "$into/installed.txt"
    cp "$(dirname "$lock")/package.json" "$lock" "$into/"
    (cd "$into" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error >&2) ||
      fail "npm could not install $server $version"
    # Written last, so an interrupted installation is done again.
    cp "$lock" "$into/installed.txt"
    echo "$server $version installed in $into"
  done
}

# install_pip SERVER [VERSION]...: what each requirements file lists, into a virtual environment of its own.
install_pip() {
  local server="$1" version pins into
  shift
  need "python3 python3-venv" python3
  # shellcheck disable=SC2046
  [ "$#" -gt 0 ] || set -- $(versions "$server")
  for version in "$@"; do
    pins="$(pinned "$server" "$version" requirements.txt)" || exit
    into="$work/$server-$version"
    if [ -x "$into/venv/bin/python" ] && cmp -s "$pins" "$into/installed.txt"; then
      echo "$server $version is already in $into"
      continue
    fi
    rm -rf "$into/venv" "$into/installed.txt"
    mkdir -p "$into"
    python3 -m venv "$into/venv" || fail "no virtual environment; on Debian: apt-get install python3-venv"
    "$into/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
      --no-deps --only-binary :all: -r "$pins" >&2 || fail "pip could not install $server $version"
    cp "$pins" "$into/installed.txt"
    echo "$server $version installed in $into"
  done
}

# install_apt SERVER [VERSION]...: the Debian packages that each list names, unless they are there already. All
# versions without arguments. A line is a package, or `package=version` where any number of `*` may stand for whatever
# Debian added.
install_apt() {
  local server="$1" version pins into line
  shift
  need "apt dpkg" apt-get dpkg-query
  # shellcheck disable=SC2046
  [ "$#" -gt 0 ] || set -- $(versions "$server")
  for version in "$@"; do
    pins="$(pinned "$server" "$version" packages.txt)" || exit
    into="$work/$server-$version"
    mkdir -p "$into"
    rm -f "$into/installed.txt"
    local missing=()
    while read -r line; do
      has_package "$line" || missing+=("$line")
    done <"$pins"
    if [ "${#missing[@]}" -gt 0 ]; then
      [ "$(id -u)" -eq 0 ] || fail "$server $version needs root once: apt-get install --no-install-recommends ${missing[*]}"
      apt_get install --no-install-recommends "${missing[@]}" ||
        { say "trying again with a new list of packages"; apt_get update && apt_get install --no-install-recommends "${missing[@]}"; } ||
        fail "apt-get could not install $server $version, as Debian 12 has it"
    fi
    cp "$pins" "$into/installed.txt"
    if [ "${#missing[@]}" -gt 0 ]; then
      echo "$server $version installed, what it keeps is in $into"
    else
      echo "$server $version is already installed, what it keeps is in $into"
    fi
  done
}

# apt_get WHAT...: asks nothing, and waits where another installation is at it.
apt_get() { DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" >&2; }

# has_package NAME[=VERSION]: whether that Debian package is installed, in that version.
has_package() {
  local found
  # shellcheck disable=SC2016
  found="$(dpkg-query -W -f '${db:Status-Status} ${Version}' "${1%%=*}" 2>/dev/null)" || return 1
  [[ "$1" == *=* ]] || set -- "$1=*"
  # shellcheck disable=SC2053
  [[ "$found" == "installed "${1#*=} ]]
}

# choose SERVER [VERSION [PORT]]: sets version, port and folder for a start script.
choose() {
  local server="$1"
  version="${2:-}"
  if [ -z "$version" ] || ! [ -d "$sandboxes/$server/$version" ]; then
    echo "usage: start VERSION [PORT], VERSION one of: $(versions "$server")" >&2
    exit 2
  fi
  port="${3:-$(port_of "$server" "$version")}"
  is_port "$port" || { say "not a port: $port"; exit 2; }
  folder="$work/$server-$version"
  [ -f "$folder/installed.txt" ] ||
    fail "$server $version is not installed in $folder; run $sandboxes/$server/install $version"
}

# fresh FILE...: throws away what an earlier run of the chosen server stored there.
fresh() {
  local pid file
  if pid="$(recorded "$folder")"; then
    fail "$(basename "$folder") already runs as process $pid; stop it first"
  fi
  for file in "$@"; do rm -f "${folder:?}/$file"*; done
}

# launch_node SERVER READY-PATH: the server.mjs of a chosen server. It is copied to the packages, which it then finds.
launch_node() {
  need nodejs node
  cp "$sandboxes/$1/server.mjs" "$folder/"
  launch "$folder" "$port" 30 "ready http://127.0.0.1:$port" "$2" node server.mjs "$port" "$sandboxes/clients.json"
}

# launch_python SERVER READY-PATH: the server.py of a chosen server.
launch_python() {
  launch "$folder" "$port" 60 "ready http://127.0.0.1:$port" "$2" \
    venv/bin/python -B "$sandboxes/$1/server.py" "$port" "$sandboxes/clients.json"
}

# halt SERVER [VERSION]: ends what was started of it.
halt() {
  if [ -z "${2:-}" ] || ! [ -d "$sandboxes/$1/$2" ]; then
    echo "usage: stop VERSION, VERSION one of: $(versions "$1")" >&2
    exit 2
  fi
  end "$work/$1-$2"
}

# is_port NUMBER
is_port() { [[ "$1" =~ ^[1-9][0-9]{0,4}$ ]] && [ "$1" -le 65535 ]; }

# birth PID: when that process began, so that a later owner of the number is told apart;
# nothing when there is no such process, or it is a zombie.
birth() {
  if [ -d /proc/self ]; then
    sed -n 's/.*) \([^Z]\) \(.*\)/\2/p' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 19
  else
    ps -p "$1" -o lstart= 2>/dev/null
  fi
}

# recorded FOLDER: the process started there, if it still is that process.
recorded() {
  local pid began
  [ -f "$1/server.pid" ] && [ -f "$1/server.began" ] || return 1
  pid="$(cat "$1/server.pid")"
  began="$(cat "$1/server.began")"
  [[ "$pid" =~ ^[1-9][0-9]*$ ]] && [ -n "$began" ] && [ "$(birth "$pid")" = "$began" ] && echo "$pid"
}

# answers PORT PATH: whether a GET of that path gets a status of 2xx.
answers() (
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
  printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1:%s\r\n\r\n' "$2" "$1" >&3
  read -r -t 5 status <&3 || exit 1
  [[ "$status" == HTTP/1.?\ 2* ]]
) 2>/dev/null

# taken PORT: whether something listens there.
taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# launch FOLDER PORT SECONDS READY PATH COMMAND...: runs the command in the folder, in the background,
# and prints the base URL once the log holds READY and the server answers on PATH.
launch() {
  local folder="$1" port="$2" patience="$3" ready="$4" path="$5" name pid deadline
  shift 5
  name="$(basename "$folder")"
  if pid="$(recorded "$folder")"; then
    fail "$name already runs as process $pid; stop it first"
  fi
  rm -f "$folder/server.pid" "$folder/server.began"
  if taken "$port"; then
    fail "$name cannot start: port $port is already in use; name another one"
  fi

  cd "$folder"
  # Interrupted while it waits, it leaves nothing behind.
  trap 'end "$folder" >/dev/null; exit 130' INT TERM
  nohup "$@" >server.log 2>&1 </dev/null &
  pid=$!
  echo "$pid" >server.pid
  birth "$pid" >server.began

  deadline=$((SECONDS + patience))
  while [ "$SECONDS" -lt "$deadline" ]; do
    if [ -z "$(birth "$pid")" ]; then
      rm -f server.pid server.began
      fail "$name did not start: $(tail -n 5 server.log)"
    fi
    # Its own word first: something else may be answering on that port.
    if grep -qF -- "$ready" server.log && answers "$port" "$path"; then
      trap - INT TERM
      echo "http://127.0.0.1:$port"
      return 0
    fi
    sleep 0.1
  done
  end "$folder" || true
  fail "$name was not ready after $patience seconds; see $folder/server.log"
}

# end FOLDER: stops the process that launch recorded there, and nothing else.
end() {
  local folder="$1" name pid
  name="$(basename "$folder")"
  if [ ! -f "$folder/server.pid" ]; then
    echo "$name is not running"
  elif pid="$(recorded "$folder")"; then
    kill "$pid" 2>/dev/null || true
    for _ in $(seq 100); do
      recorded "$folder" >/dev/null || break
      sleep 0.1
    done
    if recorded "$folder" >/dev/null; then
      say "$name is still running as process $pid"
      return 1
    fi
    echo "$name stopped"
  else
    echo "$name was no longer running"
  fi
  rm -f "$folder/server.pid" "$folder/server.began"
}

# scenarios: server and version of each scenario there is, a line each.
scenarios() {
  local file server
  for file in "$sandboxes"/*/*.toml; do
    server="$(basename "$(dirname "$file")")"
    file="$(basename "$file" .toml)"
    echo "$server ${file#"$server-"}"
  done
}

# chosen NAME...: the lines that these names stand for, each once.
chosen() {
  local name found
  for name in "$@"; do
    found="$(scenarios | awk -v name="$name" 'name == "all" || name == $1 || name == $1 "-" $2')"
    if [ -z "$found" ]; then
      say "no server $name; there are:" $(scenarios | tr ' ' -) all
      exit 2
    fi
    echo "$found"
  done | awk '!seen[$0]++'
}
