import { behaves } from './behaves'

behaves('joins')
