# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# Makes the folders that become the image's layers. Sourced by build, whose variables it uses: image, root, target, work,
# layers, here (this machine's architecture), arch (the image's).

# The packages with files in the image.
image_packages() {
  sed 's/#.*//' "$image/packages" | awk 'NF > 1 { print $1 } $1 == "openjdk-25-jdk-headless" { print $1 }'
}

# unpack PACKAGE ARCHITECTURE FOLDER [PATTERN...]: the package's files, or those that fit.
unpack() {
  local file
  file=$(fetch "$2" "$1")
  mkdir -p "$3"
  dpkg-deb --fsys-tarfile "$file" | tar -x -C "$3" --no-same-owner --wildcards --no-wildcards-match-slash "${@:4}"
}

# unpack_jdk FOLDER ARCHITECTURE: a root file system with this machine's JDK, and the modules for the image beside it.
unpack_jdk() {
  local package
  for package in base-files libc6 libgcc-s1 libstdc++6 zlib1g openjdk-25-jre-headless openjdk-25-jdk-headless; do
    unpack "$package" "$here" "$1"
  done
  unpack openjdk-25-jdk-headless "$2" "$work/modules" './usr/lib/jvm/*/jmods'
  mkdir -p "$1"/{dev,proc,tmp,build}
}

# in_jdk PROGRAM ARGUMENT...: runs one of the JDK's programs, with $work as /build. Debian 13's need Debian 13's libc.
in_jdk() {
  bwrap --ro-bind "$work/jdk" / --dev /dev --proc /proc --tmpfs /tmp --bind "$work" /build --chdir /build \
    --unshare-net --clearenv --setenv LANG C.UTF-8 "/usr/lib/jvm/java-25-openjdk-$here/bin/$1" "${@:2}"
}

# base_layer FOLDER: what the JVM needs of Debian, the user, and what tells a scanner which packages these are.
base_layer() {
  local package patterns
  while read -r package patterns; do
    # shellcheck disable=SC2086 # each word is a pattern, and tar matches it
    [ -z "$patterns" ] || (set -f && unpack "$package" "$arch" "$1" $patterns)
  done < <(sed 's/#.*//' "$image/packages")
  # The modules' copyright, which the JDK's package has only as a link to this one.
  unpack openjdk-25-jre-headless "$here" "$1" './usr/share/doc/*/copyright'
  mkdir -p "$1/var/lib/dpkg/status.d" "$1"/{dev,proc,sys,etc,usr/bin,usr/sbin}
  mkdir -p -m 1777 "$1/tmp"
  cp -R "$image/rootfs/." "$1"
  image_packages | while read -r package; do
    dpkg-deb --field "$(fetch "$arch" "$package")" >"$1/var/lib/dpkg/status.d/$package"
  done
}

# java_layer FOLDER: Java as a folder of its own, /opt/java, with the options that hold unless somebody sets others.
java_layer() {
  local modules options
  modules=$(sed 's/#.*//' "$image/modules" | xargs | tr ' ' ,)
  options=$(xargs <"$image/java.options")
  mkdir -p "$1/opt"
  in_jdk jlink --module-path "$(cd "$work" && echo modules/usr/lib/jvm/*/jmods)" --add-modules "$modules" \
    --add-options "$options" --strip-java-debug-attributes --no-header-files --no-man-pages \
    --output "/build/${1#"$work/"}/opt/java" >&2
}

# libraries_layer FOLDER: the jars that the program's manifest names, and no others that lie around.
libraries_layer() {
  local library
  mkdir -p "$1/app/lib" "$work/manifest"
  cp "$target/opencomputer-operator.jar" "$work/manifest/program.jar"
  in_jdk jar --extract --file manifest/program.jar --dir manifest META-INF/MANIFEST.MF
  # A long line of a manifest goes on after a line break and a space.
  tr -d '\r' <"$work/manifest/META-INF/MANIFEST.MF" | sed -e ':a' -e '$!N' -e 's/\n //' -e 'ta' -e 'P' -e 'D' |
    sed -n 's/^Class-Path: //p' | tr ' ' '\n' | while read -r library; do
    cp "$target/$library" "$1/app/lib/"
  done
}

# program_layer FOLDER: the program's jar, and the command. That is a jar too, with a first line for the kernel before
# it: no shell is needed, and Java is process 1. Options that Java needs in front of -jar stand in a file of their own,
# which the AOT layer replaces.
program_layer() {
  mkdir -p "$1/app/bin" "$work/command"
  cp "$target/opencomputer-operator.jar" "$1/app/"
  printf 'Main-Class: %s\nClass-Path: ../opencomputer-operator.jar\n' \
    "$(tr -d '\r' <"$work/manifest/META-INF/MANIFEST.MF" | sed -n 's/^Main-Class: //p')" >"$work/command/manifest"
  in_jdk jar --create --file command/command.jar --manifest command/manifest --date 1980-01-01T00:00:02Z
  { printf '#!/opt/java/bin/java @/app/java.args\n' && cat "$work/command/command.jar"; } \
    >"$1/app/bin/opencomputer-operator"
  chmod 755 "$1/app/bin/opencomputer-operator"
  printf -- '-jar\n' >"$1/app/java.args"
}

# aot_layer FOLDER: runs the image as it is so far, everything in one process, and keeps what Java learned from it.
aot_layer() {
  local assets=${KUBEBUILDER_ASSETS:-} program
  [ -n "$assets" ] || assets=$(ls -d "${XDG_CACHE_HOME:-$HOME/.cache}"/opencomputer-operator/control-plane/* 2>/dev/null |
    sort -V | tail -n 1)
  for program in etcd kube-apiserver kube-controller-manager; do
    [ -x "$assets/$program" ] || fail "the AOT cache is trained against a control plane, and there is no $program in \
\"$assets\". \"bin/opencomputer-operator dev\" gets one; or take --no-aot."
  done
  cp -a "$layers/base" "$work/rootfs"
  cp -a "$layers/java/." "$layers/libraries/." "$layers/program/." "$work/rootfs"
  # Java takes the cache only for jars and modules with the times that they had when it was made.
  find "$work/rootfs" -exec touch -h -d @1 {} +
  unpack bash "$here" "$work/rootfs" ./usr/bin/bash
  unpack libtinfo6 "$here" "$work/rootfs" './usr/lib/*/*.so.*'
  mkdir -p "$work/rootfs/training" "$work/rootfs/control-plane" "$work/training" "$1/app"
  "$image/train" "$work/rootfs" "$work/training" "$assets"
  cp "$work/training/aot" "$1/app/opencomputer-operator.aot"
  printf -- '-XX:AOTCache=/app/opencomputer-operator.aot\n-jar\n' >"$1/app/java.args"
}
