import type { Target, TargetCommands } from '../target'
import { capabilities } from './capabilities'
import { lower } from './lower'
import { printYaml } from './print'
import { chartVersion } from './values'

/** Kubernetes Ingress objects for the retired community controller: for those who still run it, and for those who move away from it. */
export const ingressNginx: Target = {
  id: 'ingress-nginx',
  title: 'ingress-nginx',
  summary:
    'RETIRED in March 2026, no fixes since: Ingress objects for the Kubernetes community controller, with its annotations, flag and Helm values.',
  family: 'kubernetes',
  versions: ['1.9', '1.10', '1.11', '1.12', '1.13', '1.14', '1.15'],
  defaultVersion: '1.15',
  capabilities,
  extraPlaces: {
    'annotations/<route>':
      'annotations of every Ingress of the route, one "key: value" a line; nginx.ingress.kubernetes.io/ may be left out',
    config: 'settings in the ConfigMap of the controller, one "key: value" a line',
  },

  emit(plan, { version }) {
    const { manifests, values, prerequisites, losses } = lower(plan, version)
    return {
      artifacts: [
        { path: 'ingress.yaml', language: 'yaml', ...printYaml(manifests) },
        { path: 'values.yaml', language: 'yaml', ...printYaml([values]) },
        {
          path: 'PREREQUISITES.txt',
          language: 'text',
          text: `${prerequisites.map((line) => line.text.trimEnd()).join('\n')}\n`,
          provenance: prerequisites.map((line) => line.from),
        },
      ],
      losses,
    }
  },

  commands(_plan, { version }): TargetCommands {
    const chart = `ingress-nginx --repo https://kubernetes.github.io/ingress-nginx --version "~${chartVersion(version)}"`
    return {
      check: [
        'kubectl apply --dry-run=server -f {dir}/ingress.yaml',
        `helm template ingress-nginx ${chart} -f {dir}/values.yaml > /dev/null`,
      ],
      apply: [
        `helm upgrade --install ingress-nginx ${chart} --namespace ingress-nginx --create-namespace -f {dir}/values.yaml`,
        'kubectl apply -f {dir}/ingress.yaml',
      ],
      reload: [
        '# The controller reloads by itself. A change of its flags restarts it:',
        'kubectl -n ingress-nginx rollout status deployment/ingress-nginx-controller',
      ],
      verify: [
        'kubectl get -f {dir}/ingress.yaml',
        'kubectl -n ingress-nginx logs deployment/ingress-nginx-controller --since=5m | grep -i -E "error|warn|passthrough" || true',
      ],
      rollback: [
        '# PREVIOUS is the folder with the artifacts of the release before.',
        'kubectl apply -f "$PREVIOUS/ingress.yaml"',
        'helm rollback ingress-nginx --namespace ingress-nginx',
      ],
    }
  },
}
