import Link from 'next/link'
import type { ReactNode } from 'react'
import { KeyCaps } from '../commands/key-caps'
import { ShortcutTable } from '../commands/shortcut-table'
import { shortcuts } from '../commands/shortcuts'
import { ModeLabel } from '../modes/mode-sign'

export function HelpArticle() {
  return (
    <article className="max-w-3xl space-y-6">
      <h1 className="text-xl leading-7">Help</h1>
      <Part title="What is SNI?">
        A client that opens TLS says first, in clear text, which name it wants: the server name indication, SNI. It
        stands in the very first message, the ClientHello, so an edge can read it before anything is decrypted. That is
        what lets one port 443 serve names that are treated differently. Paths, headers and cookies come later, inside
        the encryption.
      </Part>
      <section className="space-y-3">
        <h2 className="text-base">The three modes</h2>
        <dl className="space-y-3">
          <Mode term={<ModeLabel mode="terminate" />}>
            The edge holds the certificate and ends TLS. It sees requests: paths, headers, rate limits, HSTS and client
            certificates are its business. The upstream gets clear HTTP.
          </Mode>
          <Mode term={<ModeLabel mode="passthrough" />}>
            The edge reads the SNI and hands every byte on. The backend holds the certificate and can check client
            certificates itself. The edge sees no path and no header, and without PROXY protocol the backend sees the
            edge's address instead of the client's.
          </Mode>
          <Mode term={<ModeLabel mode="reencrypt" />}>
            The edge ends TLS like terminate and opens TLS of its own to the upstream, whose certificate it should
            check.
          </Mode>
        </dl>
        <p className="text-muted">
          In the signs a solid line is encrypted, a dashed one is clear, and a bar is where TLS ends or starts.
        </p>
      </section>
      <Part title="How the studio works">
        The form, the text of plan.yaml and every fix edit one document; your comments and order stay. What you type is
        saved by itself, and what the server does not hold yet is kept in this browser. While the text is no valid plan,
        lanes and files show the last version that was one. Choose a route and its lines are marked in every file; put
        the cursor into a line and its route is chosen. Private keys never belong here: a text that holds one is neither
        sent nor stored.
      </Part>
      <Part title="Where does it go?">
        Type a URL, a host, a port or none (a client without SNI) into the explain bar. It says in one sentence what
        happens, whose certificate the client sees, why, and which route came second; the path is lit in lanes and
        topology. SNI, client certificate, method and client address can be others than usual. The openssl and curl
        lines ask the real edge; the address of the page keeps the question, so a link asks it again.
      </Part>
      <Part title="What a target makes of it">
        Once a target's tab is open, each card says what that target loses, what needs a switch outside of its files and
        what it does by an inner hop; every reason stands at the top of the form. Servers and a Kubernetes service are
        two ways to say where an upstream is: a target that follows one of them loses nothing by not knowing the other.
      </Part>
      <Part title="Before an edit happens">
        Adding, copying, deleting and changing the mode first show what they touch beyond the thing itself: what would
        refer to nothing, which names change hands, what nobody would use any more. An edit that touches nothing else
        happens at once. Undo brings everything back. What cannot be chosen stays visible, with the reason beside it.
      </Part>
      <Part title="Preview and proof">
        A plan’s preview runs it on loopback of the machine that runs the studio, with throw-away certificates and
        stand-ins for its upstreams. Each connection says why it went where it went, and the drawing lights up where
        traffic passes. Inspect, beside a connection, reads the ClientHello it began with: the preview keeps those of
        its last connections in memory, one MiB of them, without what followed and without any key. A connection that
        began with a plan before is served to its end when another is applied. A proof tries every host, path, odd
        hello, limit and health check that follows from the plan, in the studio’s own edge and in HAProxy and NGINX
        where they are installed, and puts what they did beside what the plan says. A known difference is no
        disagreement: it is named with its source. The run goes on when the page is reloaded, ends a minute after the
        last page was closed, and its report can be downloaded; on the command line the same is{' '}
        <code className="font-mono">signalbox verify</code>.
      </Part>
      <Part title="Two people, or two tabs">
        A plan can be open in several places. What others save comes in by itself, and a notice says what it was; undo
        takes it out again. Edits of different things are merged with the comments of both. Where both changed the same
        thing, both versions stand side by side and you choose, place by place; until then nothing of yours is sent, and
        it is kept in this browser. Nothing is overwritten in silence, and a plan that is deleted elsewhere keeps its
        text here until you have made a new plan of it.
      </Part>
      <section id="keys" className="space-y-2">
        <h2 className="text-base">Keys</h2>
        <p className="max-w-prose">
          Press <KeyCaps keys={shortcuts.palette.keys} /> anywhere and type what you want: a route, a host, a target, a
          command. <KeyCaps keys={shortcuts.sheet.keys} /> shows this list wherever you are, and lets you turn off the
          keys that are one character. On a Mac, Cmd stands for Ctrl.
        </p>
        <ShortcutTable />
      </section>
      <section className="space-y-1">
        <h2 className="text-base">Look it up</h2>
        <ul className="list-disc pl-5">
          <li>
            <Link href="/reference/rules" className="underline underline-offset-2">
              Every rule
            </Link>
            , why it matters and what to do
          </li>
          <li>
            <Link href="/reference/targets" className="underline underline-offset-2">
              What each target can carry
            </Link>
            , with sources
          </li>
          <li>
            <Link href="/hello" className="underline underline-offset-2">
              What a client says first
            </Link>
            : read a ClientHello from bytes, a capture, or a client that comes by
          </li>
        </ul>
      </section>
    </article>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="space-y-1">
      <h2 className="text-base">{title}</h2>
      <p className="max-w-prose">{children}</p>
    </section>
  )
}

function Mode({ term, children }: { term: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd className="max-w-prose pl-8">{children}</dd>
    </div>
  )
}
