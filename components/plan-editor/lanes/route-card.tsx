'use client'
import {
  ArrowLeftRight,
  ArrowRight,
  Check,
  FileKey2,
  Gauge,
  Info,
  ListFilter,
  Network,
  ShieldCheck,
  Unplug,
  UserCheck,
} from 'lucide-react'
import {
  type KeyboardEvent,
  memo,
  type PointerEvent,
  type MouseEvent as ReactMouseEvent,
  type ReactNode,
  useId,
} from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { shortcutOf } from '../../commands/use-shortcuts'
import { SeverityCountList } from '../../findings/severity-sign'
import { ModeSign, modeWords } from '../../modes/mode-sign'
import { IconButton } from '../../ui/button'
import { classNames } from '../../ui/class-names'
import { TakenSign } from '../explain/taken-sign'
import { countWords, type NoteCounts } from '../target-notes'
import type { CardFacts } from './card-facts'
import type { PickHow } from './use-picks'

interface Props {
  card: CardFacts
  /** Of the cards of a lane one is a stop for Tab; the arrows go on from there. */
  tabIndex: 0 | -1
  targetTitle: string | null
  isSelected: boolean
  isLit: boolean
  /** Ticked, for what is done to several at once. */
  isPicked: boolean
  onSelect: (pointer: JsonPointer) => void
  onPick: (pointer: JsonPointer, how: PickHow) => void
  /** Asks to move the route into the other lane; null while nothing can be changed. */
  onMove: ((pointer: JsonPointer) => void) | null
  onDragStart: (card: CardFacts, event: PointerEvent<HTMLElement>) => void
}

/** One route at a glance: names, where bytes go, who shows the certificate, what protects it, what is wrong with it. */
export const RouteCard = memo(Card, (before, after) => {
  const { card: old, ...rest } = before
  const { card, ...next } = after
  const isSame = (Object.keys(next) as (keyof typeof next)[]).every((key) => rest[key] === next[key])
  return isSame && (old === card || JSON.stringify(old) === JSON.stringify(card))
})

function Card(props: Props) {
  const { card, tabIndex, targetTitle, isSelected, isLit, isPicked, onSelect, onPick, onMove, onDragStart } = props
  const id = useId()
  const isThrough = card.mode === 'passthrough'
  const { error, warning, hint } = card.findings
  const otherLane = isThrough ? 'terminate' : 'passthrough'
  const onKeyDown = (event: KeyboardEvent) => {
    if (!onMove || shortcutOf(event, 'lanes') !== 'cardMove') return
    event.preventDefault()
    onMove(card.pointer)
  }
  const onClick = ({ shiftKey, ctrlKey, metaKey }: ReactMouseEvent) => {
    if (shiftKey) onPick(card.pointer, 'to here')
    else if (ctrlKey || metaKey) onPick(card.pointer, 'toggle')
    else onSelect(card.pointer)
  }
  return (
    <div className="relative">
      <button
        type="button"
        aria-pressed={isSelected}
        aria-label={`${modeWords[card.mode].title} route ${card.name}`}
        aria-describedby={id}
        tabIndex={tabIndex}
        aria-keyshortcuts={onMove ? 'm x' : 'x'}
        data-card={card.pointer}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => onMove && onDragStart(card, event)}
        className={classNames(
          'block w-full select-none scroll-mb-14 rounded-sm border-y border-l-4 px-2 py-1.5 text-left compact:px-1.5 compact:py-1 [contain-intrinsic-size:auto_8rem] [content-visibility:auto] hover:border-y-edge',
          isThrough ? 'border-l-passthrough' : 'border-l-terminate',
          isSelected
            ? isThrough
              ? 'border-y-passthrough bg-passthrough-soft'
              : 'border-y-terminate bg-terminate-soft'
            : 'border-y-line bg-surface',
          card.mode === 'reencrypt' ? 'border-r-4' : 'border-r',
          card.mode === 'reencrypt' || (isSelected && isThrough)
            ? 'border-r-passthrough'
            : isSelected
              ? 'border-r-terminate'
              : 'border-r-line',
          isLit && 'ring-2 ring-ink',
          isPicked && 'outline-2 outline-ink outline-dotted -outline-offset-2',
        )}
      >
        <span id={id} className="block">
          <span className="flex items-center gap-1.5 pr-6">
            <ModeSign mode={card.mode} className="h-3.5 w-6" />
            <span className="min-w-0 flex-1 truncate font-semibold">{card.name}</span>
            {isLit && <TakenSign />}
            {error + warning + hint > 0 && <SeverityCountList counts={card.findings} />}
          </span>
          <span className="mt-1 block font-mono text-xs compact:mt-0">
            {card.hosts.map((host) => (
              <span key={host} className="block break-all">
                {host}
              </span>
            ))}
            {card.hostsLeft > 0 && <span className="block text-muted">and {card.hostsLeft} more</span>}
          </span>
          <span className="mt-1 block border-line border-t pt-1 font-mono text-muted text-xs compact:mt-0.5 compact:pt-0.5">
            {card.flows.map((flow) => (
              <Flow key={flow.from + flow.to} {...flow} />
            ))}
            {card.flowsLeft > 0 && <span className="block">and {card.flowsLeft} more paths</span>}
          </span>
          <span className="mt-1.5 flex flex-wrap gap-1 pr-6 compact:mt-0.5 compact:gap-0.5">
            <Badge sign={<FileKey2 aria-hidden />}>
              {card.certificate === null ? "backend's certificate" : `edge's certificate ${card.certificate}`}
            </Badge>
            {card.clientAuth && <Badge sign={<UserCheck aria-hidden />}>client certificate {card.clientAuth}</Badge>}
            {card.rateLimit && <Badge sign={<Gauge aria-hidden />}>{card.rateLimit}</Badge>}
            {card.pathLimits > 0 && (
              <Badge sign={<Gauge aria-hidden />}>
                limit on {card.pathLimits} {card.pathLimits === 1 ? 'path' : 'paths'}
              </Badge>
            )}
            {card.waf && <Badge sign={<ShieldCheck aria-hidden />}>WAF {card.waf}</Badge>}
            {card.hasAddressList && <Badge sign={<ListFilter aria-hidden />}>address list</Badge>}
            {card.sendsProxy && <Badge sign={<Network aria-hidden />}>PROXY</Badge>}
            <Badge>:80 {card.plainHttp}</Badge>
          </span>
          {targetTitle !== null && card.target && (
            <CardVerdict title={targetTitle} counts={card.target} lost={card.lost} />
          )}
        </span>
      </button>
      <label className="absolute top-0.5 right-1 flex size-6 items-center justify-center">
        <input
          type="checkbox"
          aria-label={`Tick ${card.name}`}
          tabIndex={tabIndex}
          checked={isPicked}
          onChange={({ nativeEvent }) =>
            onPick(card.pointer, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey ? 'to here' : 'toggle')
          }
          className="size-4 accent-ink"
        />
      </label>
      {onMove && (
        <IconButton
          label={`Move ${card.name} to ${otherLane}…`}
          onClick={() => onMove(card.pointer)}
          tabIndex={tabIndex}
          isSmall
          className="absolute right-1 bottom-1"
        >
          <ArrowLeftRight aria-hidden />
        </IconButton>
      )}
    </div>
  )
}

/** What the open target makes of this route; the reasons stand at the top of its form. */
function CardVerdict({ title, counts, lost }: { title: string; counts: NoteCounts; lost: readonly string[] }) {
  const words = countWords(counts)
  const Sign = words === null ? Check : counts.lost > 0 ? Unplug : Info
  return (
    <span className="mt-1.5 flex items-start gap-1 border-line border-t pt-1 pr-6 text-2xs text-muted compact:mt-0.5 compact:pt-0.5">
      <Sign aria-hidden className="mt-0.5 size-3 shrink-0" />
      <span className="min-w-0 break-words">
        {title}: {words ?? 'carries all of it'}
        {lost.length > 0 && ` (${lost.join('; ')}${counts.lost > lost.length ? '; …' : ''})`}
      </span>
    </span>
  )
}

function Badge({ sign, children }: { sign?: ReactNode; children: ReactNode }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1 rounded-sm border border-line bg-surface px-1 text-2xs text-muted [&_svg]:size-3 [&_svg]:shrink-0">
      {sign}
      <span className="truncate">{children}</span>
    </span>
  )
}

function Flow({ from, to, serverCount }: CardFacts['flows'][number]) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      <span className="min-w-0 max-w-[50%] truncate">{from}</span>
      <ArrowRight aria-label="goes to" className="size-3 shrink-0" />
      <span className="min-w-0 flex-1 truncate text-ink">{to}</span>
      {serverCount !== null && serverCount > 1 && <span className="shrink-0 text-2xs">×{serverCount}</span>}
    </span>
  )
}
