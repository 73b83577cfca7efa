module opencomputer.dev/sealing-vectors

go 1.26.0
