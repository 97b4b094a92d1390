/** 10,000 routes take about 4 MB; twice that is a mistake or an attack. */
export const planTextBytesMax = 8 * 1024 * 1024
