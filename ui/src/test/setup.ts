import '@testing-library/svelte/vitest';
import { afterEach, vi } from 'vitest';

afterEach(() => void vi.useRealTimers());
