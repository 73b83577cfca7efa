// SPDX-License-Identifier: Apache-2.0

// Command gitops asks the libraries of Argo CD and Flux themselves what they make of objects. The tests run it.
//
//	gitops judge CONFIGMAP < OBJECTS    health and status of each object, with the health checks of an argocd-cm
//	gitops customisations FOLDER       runs the health tests in Argo CD's own layout
package main

import (
	"fmt"
	"os"
)

const usage = "usage: gitops judge CONFIGMAP < OBJECTS | customisations FOLDER"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) < 2 {
		return fmt.Errorf(usage)
	}
	switch arguments[0] {
	case "judge":
		return judge(arguments[1], os.Stdin, os.Stdout)
	case "customisations":
		return runHealthTests(arguments[1], os.Stdout)
	}
	return fmt.Errorf(usage)
}
