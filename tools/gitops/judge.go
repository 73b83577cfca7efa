// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	appv1 "github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/lua"
	"github.com/argoproj/gitops-engine/pkg/health"
	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const healthKey = "resource.customizations.health."

// verdict is what the tools make of one object.
type verdict struct {
	ArgoCD         string `json:"argocd"`
	ArgoCDMessage  string `json:"argocdMessage"`
	Kstatus        string `json:"kstatus"`
	KstatusMessage string `json:"kstatusMessage"`
}

// judge reads a stream of objects and writes a verdict for each.
func judge(configMap string, in io.Reader, out io.Writer) error {
	overrides, err := readOverrides(configMap)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	return eachObject(in, func(object *unstructured.Unstructured) error {
		found, err := judgeOne(object, overrides)
		if err != nil {
			return fmt.Errorf("%s %s: %w", object.GetKind(), object.GetName(), err)
		}
		return encoder.Encode(found)
	})
}

func judgeOne(object *unstructured.Unstructured, overrides lua.ResourceHealthOverrides) (*verdict, error) {
	healthy, err := health.GetResourceHealth(object, overrides)
	if err != nil {
		return nil, err
	}
	if healthy == nil {
		return nil, fmt.Errorf("Argo CD knows no health check for it")
	}
	computed, err := status.Compute(object)
	if err != nil {
		return nil, err
	}
	return &verdict{
		ArgoCD:         string(healthy.Status),
		ArgoCDMessage:  healthy.Message,
		Kstatus:        string(computed.Status),
		KstatusMessage: computed.Message,
	}, nil
}

// readOverrides takes the health checks out of argocd-cm, as Argo CD does: the standard libraries of Lua stay closed.
func readOverrides(file string) (lua.ResourceHealthOverrides, error) {
	var configMap struct {
		Data map[string]string `json:"data"`
	}
	if err := readYAML(file, &configMap); err != nil {
		return nil, err
	}
	overrides := lua.ResourceHealthOverrides{}
	for key, script := range configMap.Data {
		kind, found := strings.CutPrefix(key, healthKey)
		if !found {
			continue
		}
		group, name, found := strings.Cut(kind, "_")
		if !found {
			return nil, fmt.Errorf("%s: %s does not name group and kind", file, key)
		}
		overrides[group+"/"+name] = appv1.ResourceOverride{HealthLua: script}
	}
	if len(overrides) == 0 {
		return nil, fmt.Errorf("%s holds no health check", file)
	}
	return overrides, nil
}
