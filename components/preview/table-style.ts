/** Dense tables of the preview, alike. */
export const tableStyle = 'w-full border-collapse text-left text-sm'
export const headStyle = 'whitespace-nowrap border-line border-b px-2 py-1 font-medium text-muted text-xs'
export const cellStyle = 'border-line border-b px-2 py-1 align-top'
