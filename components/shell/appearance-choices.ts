/** What a person may choose; the first is what they have until they choose. */
export const appearanceChoices = {
  theme: ['system', 'light', 'dark'],
  density: ['comfortable', 'compact'],
} as const

export type Appearance = { [Kind in keyof typeof appearanceChoices]: (typeof appearanceChoices)[Kind][number] }

export const appearanceCookie = (kind: keyof Appearance) => `signalbox-${kind}`
