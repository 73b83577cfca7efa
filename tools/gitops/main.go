// SPDX-License-Identifier: Apache-2.0

// Command gitops asks the libraries of Argo CD, Flux and Kustomize themselves what they make of objects. The tests run it; objects
// come as JSON, one after the other, on standard input.
//
//	gitops judge CONFIGMAP           health and status of each object, by the health checks of an argocd-cm and by kstatus
//	gitops diff KUBECONFIG MANAGER   whether Argo CD shows each object as out of sync
//	gitops check                     refuses objects of Argo CD and Flux that their types do not know
//	gitops kustomize FOLDER          what kustomize makes of a folder
//	gitops customisations FOLDER     runs the health tests in Argo CD's own layout
package main

import (
	"errors"
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) > 0 {
		command, rest := arguments[0], arguments[1:]
		switch {
		case command == "judge" && len(rest) == 1:
			return judge(rest[0], os.Stdin, os.Stdout)
		case command == "diff" && len(rest) == 2:
			return compare(rest[0], rest[1], os.Stdin, os.Stdout)
		case command == "check" && len(rest) == 0:
			return checkExamples(os.Stdin, os.Stdout)
		case command == "kustomize" && len(rest) == 1:
			return buildKustomization(rest[0], os.Stdout)
		case command == "customisations" && len(rest) == 1:
			return runHealthTests(rest[0], os.Stdout)
		}
	}
	return errors.New("usage: gitops judge CONFIGMAP | diff KUBECONFIG MANAGER | check |" +
		" kustomize FOLDER | customisations FOLDER")
}
