import { offerClock } from './clock.ts';
import { CustomerPane } from './customer-pane.ts';
import { DeskPane } from './desk-pane.ts';
import { byId } from './elements.ts';

new CustomerPane(byId('customer'));
new DeskPane(byId('desk'));
void offerClock(byId('clock'));
