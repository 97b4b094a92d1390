/** In place of what a plan would tell, while nobody has read it: a large one comes before it is judged. */
export function Unread({ because }: { because: string }) {
  return <p className="p-3 text-muted">{because}</p>
}
