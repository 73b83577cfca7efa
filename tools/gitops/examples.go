// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"

	appv1 "github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	helmv2 "github.com/fluxcd/helm-controller/api/v2"
	kustomizev1 "github.com/fluxcd/kustomize-controller/api/v1"
	sourcev1 "github.com/fluxcd/source-controller/api/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

// checkExamples reads a stream of objects of Argo CD and Flux, and refuses what their types do not know.
func checkExamples(in io.Reader, out io.Writer) error {
	argo := appv1.SchemeGroupVersion
	types := map[schema.GroupVersionKind]func() any{
		argo.WithKind("Application"):                       func() any { return &appv1.Application{} },
		argo.WithKind("AppProject"):                        func() any { return &appv1.AppProject{} },
		kustomizev1.GroupVersion.WithKind("Kustomization"): func() any { return &kustomizev1.Kustomization{} },
		helmv2.GroupVersion.WithKind("HelmRelease"):        func() any { return &helmv2.HelmRelease{} },
		sourcev1.GroupVersion.WithKind("GitRepository"):    func() any { return &sourcev1.GitRepository{} },
	}
	return eachObject(in, func(object *unstructured.Unstructured) error {
		make, known := types[object.GroupVersionKind()]
		if !known {
			return fmt.Errorf("%s is no type that is checked here", object.GroupVersionKind())
		}
		text, err := object.MarshalJSON()
		if err != nil {
			return err
		}
		if err := yaml.UnmarshalStrict(text, make()); err != nil {
			return fmt.Errorf("%s %s: %w", object.GetKind(), object.GetName(), err)
		}
		fmt.Fprintf(out, "%s %s\n", object.GetKind(), object.GetName())
		return nil
	})
}
