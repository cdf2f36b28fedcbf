// What the browser loads at /components, see .config/components.ts.
import { mount } from 'svelte';
import ComponentsPage from './ComponentsPage.svelte';

mount(ComponentsPage, { target: document.body });
