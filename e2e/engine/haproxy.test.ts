import { describeEngine, testAgreement } from './engine-tests'

describeEngine('haproxy', () => {
  testAgreement('haproxy')
})
