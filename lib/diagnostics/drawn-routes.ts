/** A plan with more routes is not drawn beside its traffic. */
export const drawnRoutesMax = 2000
