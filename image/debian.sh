# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# Debian's packages for the image: where the mirror is, and how a locked package comes from there. Sourced by build and
# renew-lock.

debian_cache=${XDG_CACHE_HOME:-$HOME/.cache}/opencomputer-operator/debian

fail() {
  printf 'image: %s\n' "$1" >&2
  exit 1
}

require() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null ||
      fail "needs $program. On Debian: apt-get install bubblewrap golang-go maven default-jdk-headless"
  done
}

# debian_mirror ARCHIVE: the address of `debian` or `debian-security`, from the environment or as apt has it here.
debian_mirror() {
  local address
  case $1 in
    debian) address=${DEBIAN_MIRROR:-} ;;
    debian-security) address=${DEBIAN_SECURITY_MIRROR:-} ;;
    *) fail "the lock names an archive that there is not: $1" ;;
  esac
  if [ -z "$address" ]; then
    address=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -E "/$1/?\$" | head -n 1 || true)
  fi
  [ -n "$address" ] || fail "apt on this machine has no mirror of $1: set DEBIAN_MIRROR and DEBIAN_SECURITY_MIRROR."
  printf '%s\n' "${address%/}"
}

# locked ARCHITECTURE PACKAGE: the line of the lock, without its first two fields' names.
locked() {
  awk -v arch="$1" -v package="$2" '$1 == package && $2 == arch { print; found = 1 } END { exit !found }' \
    "$image/packages.lock" || fail "packages.lock has no $2 for $1: run image/renew-lock."
}

# fetch ARCHITECTURE PACKAGE: the path of the .deb, whose digest is the locked one.
fetch() {
  local line package arch version archive path digest file
  line=$(locked "$1" "$2")
  read -r package arch version archive path digest <<<"$line"
  file=$debian_cache/$digest.deb
  if ! printf '%s  %s\n' "$digest" "$file" | sha256sum --check --status 2>/dev/null; then
    mkdir -p "$debian_cache"
    local partial=$file.$$
    printf 'image: fetching %s %s (%s)\n' "$package" "$version" "$arch" >&2
    /usr/lib/apt/apt-helper -qq -o APT::Sandbox::User=root download-file "$(debian_mirror "$archive")/$path" \
      "$partial" "SHA256:$digest" >&2 || {
      rm -f "$partial"
      fail "$package $version ($arch) could not be fetched. If the mirror has a newer one instead, run image/renew-lock."
    }
    printf '%s  %s\n' "$digest" "$partial" | sha256sum --check --status || fail "$package has not the locked digest."
    mv "$partial" "$file"
  fi
  printf '%s\n' "$file"
}
