/** In place of what a plan would tell, until it has been read for the first time: a large one comes before anybody has judged it. */
export function Reading() {
  return <p className="p-3 text-muted">Reading the plan…</p>
}
