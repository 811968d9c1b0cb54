/** The window of one sheet of the recovery kit. */
import { mount } from 'svelte';
import { chooseHost } from '$lib/host';
import { startTheme } from '$lib/theme/theme';
import SheetPage from '$routes/sheet/Page.svelte';
import '$lib/theme/tokens.css';
import '$lib/theme/base.css';
import '$lib/theme/buttons.css';

startTheme();

const target = document.querySelector('#app');
const host = await chooseHost();
if (target !== null && host !== null) mount(SheetPage, { target, props: { host, letter: window.location.hash === '#b' ? 'B' : 'A' } });
