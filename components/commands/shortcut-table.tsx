import { KeyCaps } from './key-caps'
import { type ShortcutPlace, shortcutList, shortcutPlaces } from './shortcuts'

/** Every key of the studio, by place. */
export function ShortcutTable() {
  return (
    <div className="gap-x-8 sm:columns-2">
      {(Object.keys(shortcutPlaces) as ShortcutPlace[]).map((place) => (
        <section key={place} className="mb-4 break-inside-avoid">
          <h3 className="mb-1 border-line border-b pb-0.5 text-sm">{shortcutPlaces[place]}</h3>
          <table className="w-full text-left">
            <caption className="sr-only">Keys: {shortcutPlaces[place]}</caption>
            <tbody>
              {shortcutList
                .filter((shortcut) => shortcut.place === place)
                .map(({ id, keys, does }) => (
                  <tr key={id}>
                    <th scope="row" className="w-32 py-0.5 pr-3 align-top font-normal">
                      <KeyCaps keys={keys} />
                    </th>
                    <td className="py-0.5 align-top">{does}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </section>
      ))}
    </div>
  )
}
