import { describeEngine, testAgreement } from './engine-tests'

describeEngine('nginx', () => {
  testAgreement('nginx')
})
