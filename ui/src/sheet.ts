/** The window of one sheet of the recovery kit, or of a key that is shown for a minute. */
import { mount } from 'svelte';
import { chooseHost } from '$lib/host';
import { startTheme } from '$lib/theme/theme';
import KeyPage from '$routes/key/Page.svelte';
import SheetPage from '$routes/sheet/Page.svelte';
import '$lib/theme/tokens.css';
import '$lib/theme/base.css';
import '$lib/theme/buttons.css';

startTheme();

const target = document.querySelector('#app');
const host = await chooseHost();
if (target !== null && host !== null) {
  if (window.location.hash === '#key') mount(KeyPage, { target, props: { host } });
  else mount(SheetPage, { target, props: { host, letter: window.location.hash === '#b' ? 'B' : 'A' } });
}
