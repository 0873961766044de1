/** Light or dark: as asked for, or as the system has it. */
import { useEffect, useState } from 'preact/hooks';

export type Theme = 'auto' | 'light' | 'dark';

const query = '(prefers-color-scheme: dark)';

export const useTheme = (theme: Theme): 'light' | 'dark' => {
  const [dark, setDark] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const system = matchMedia(query);
    const update = () => setDark(system.matches);
    system.addEventListener('change', update);
    return () => system.removeEventListener('change', update);
  }, []);
  return theme === 'auto' ? (dark ? 'dark' : 'light') : theme;
};
