export default function PlanLoading() {
  return (
    <main className="p-4">
      <p role="status" className="text-muted">
        Opening the plan…
      </p>
    </main>
  )
}
