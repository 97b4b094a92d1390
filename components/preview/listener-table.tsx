import { ScrollRegion } from '../ui/scroll-region'
import type { Snapshot } from './preview-facts'
import { cellStyle, headStyle, tableStyle } from './table-style'

export function ListenerTable({ listeners }: Pick<Snapshot, 'listeners'>) {
  return (
    <section aria-labelledby="preview-listeners">
      <h2 id="preview-listeners" className="mb-1 font-semibold">
        Listeners
      </h2>
      <ScrollRegion label="Listeners of the preview" className="overflow-x-auto">
        <table className={tableStyle}>
          <thead>
            <tr>
              <th className={headStyle}>Listener</th>
              <th className={headStyle}>Protocol</th>
              <th className={headStyle}>Port in the plan</th>
              <th className={headStyle}>Listens on</th>
            </tr>
          </thead>
          <tbody>
            {listeners.map(({ name, protocol, planPort, host, port }) => (
              <tr key={name}>
                <td className={`${cellStyle} font-mono`}>{name}</td>
                <td className={cellStyle}>{protocol === 'tls' ? 'TLS' : 'HTTP'}</td>
                <td className={`${cellStyle} font-mono`}>{planPort}</td>
                <td className={`${cellStyle} font-mono`}>{`${host}:${port}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  )
}
