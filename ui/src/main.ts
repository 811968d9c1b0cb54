import { mount } from 'svelte';
import App from './App.svelte';
import { chooseHost } from '$lib/host';
import { startTheme } from '$lib/theme/theme';
import '$lib/theme/tokens.css';
import '$lib/theme/base.css';
import '$lib/theme/buttons.css';

startTheme();

const target = document.querySelector('#app');
if (target !== null) mount(App, { target, props: { host: await chooseHost() } });
