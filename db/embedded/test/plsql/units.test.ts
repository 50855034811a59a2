import { behaves } from '../behaviour/behaves'

behaves('stored-units')
behaves('triggers')
behaves('unit-dictionary')
