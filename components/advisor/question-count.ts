import { adviceQuestionIds } from '@/lib/domain-model/advice-questions'

/** One question per line of the checklist, with the controller last. */
export const questionCount = adviceQuestionIds.length + 1
