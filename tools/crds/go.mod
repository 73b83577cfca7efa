// Modules that carry the CRDs of kinds that the chart makes objects of and that come with other software. Nothing is built here:
// the tests download the modules, checked against go.sum, and have a real API server judge the chart's objects by those CRDs.
module opencomputer.dev/operator/tools/crds

go 1.26

require (
	github.com/cert-manager/cert-manager v1.19.1
	github.com/prometheus-operator/prometheus-operator v0.85.0
	sigs.k8s.io/gateway-api v1.4.0
)
