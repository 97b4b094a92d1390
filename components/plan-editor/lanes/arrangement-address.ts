import { type Arrangement, asWritten, cardOrders } from './arrange-cards'

const severities: readonly Arrangement['severity'][] = ['error', 'warning', 'hint']

/** What the address says of the lanes: `?filter=shop&findings=error&sort=host&group=domain`. What it says wrongly is left out. */
export function readArrangement(parameters: { get(name: string): string | null }): Arrangement {
  return {
    text: parameters.get('filter') ?? asWritten.text,
    severity: severities.find((severity) => severity === parameters.get('findings')) ?? asWritten.severity,
    order: cardOrders.find((order) => order === parameters.get('sort')) ?? asWritten.order,
    isGrouped: parameters.get('group') === 'domain',
  }
}

export function writeArrangement({ text, severity, order, isGrouped }: Arrangement): Record<string, string | null> {
  return {
    filter: text.trim() === '' ? null : text,
    findings: severity === asWritten.severity ? null : severity,
    sort: order === asWritten.order ? null : order,
    group: isGrouped ? 'domain' : null,
  }
}
