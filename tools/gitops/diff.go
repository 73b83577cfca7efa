// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/argoproj/gitops-engine/pkg/diff"
	"github.com/argoproj/gitops-engine/pkg/utils/kube"
	"github.com/argoproj/gitops-engine/pkg/utils/tracing"
	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/tools/clientcmd"
)

// difference is what Argo CD's three ways to compare say of one object.
type difference struct {
	Name       string `json:"name"`
	ThreeWay   bool   `json:"threeWay"`
	Structured bool   `json:"structured"`
	ServerSide bool   `json:"serverSide"`
}

// compare reads a stream of wanted objects and writes whether Argo CD would show each as out of sync.
func compare(kubeconfig, manager string, in io.Reader, out io.Writer) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	quiet, untraced := logr.Discard(), tracing.NopTracer{}
	kubectl := &kube.KubectlCmd{Log: quiet, Tracer: untraced}
	schema, parser, err := kubectl.LoadOpenAPISchema(config)
	if err != nil {
		return err
	}
	applier, cleanup, err := kube.ManageServerSideDiffDryRuns(config, schema, untraced, quiet,
		func(string) (kube.CleanupFunc, error) { return func() {}, nil })
	if err != nil {
		return err
	}
	defer cleanup()
	common := []diff.Option{diff.WithLogr(quiet), diff.WithGVKParser(parser), diff.WithManager(manager)}
	ways := [][]diff.Option{
		nil,
		{diff.WithStructuredMergeDiff(true)},
		{diff.WithServerSideDiff(true), diff.WithServerSideDryRunner(diff.NewK8sServerSideDryRunner(applier))},
	}
	encoder := json.NewEncoder(out)
	return eachObject(in, func(wanted *unstructured.Unstructured) error {
		live, err := kubectl.GetResource(
			context.Background(), config, wanted.GroupVersionKind(), wanted.GetName(), wanted.GetNamespace())
		if err != nil {
			return err
		}
		modified := make([]bool, len(ways))
		for i, way := range ways {
			result, err := diff.Diff(wanted.DeepCopy(), live.DeepCopy(), append(way, common...)...)
			if err != nil {
				return fmt.Errorf("%s %s: %w", wanted.GetKind(), wanted.GetName(), err)
			}
			modified[i] = result.Modified
		}
		return encoder.Encode(difference{wanted.GetKind() + "/" + wanted.GetName(), modified[0], modified[1], modified[2]})
	})
}
