/** A view whose code, and looks, are fetched when it is first needed. */
import { type ComponentType, createElement } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { type Looks, LooksContext } from './looks.ts';

/** Nothing is drawn until the code is there; `onLoadFailed` undoes what asked for it when the network fails. */
export const lazy = <Props extends object>(load: () => Promise<ComponentType<Props>>, looks: Looks) => {
  let loaded: ComponentType<Props> | undefined;
  return (props: Props & { readonly onLoadFailed?: () => void }) => {
    const bring = useContext(LooksContext);
    const [view, setView] = useState<{ readonly component: ComponentType<Props> | undefined }>({ component: loaded });
    useEffect(() => {
      if (view.component) return;
      Promise.all([load(), bring(looks)]).then(
        ([component]) => {
          loaded = component;
          setView({ component });
        },
        () => props.onLoadFailed?.(),
      );
    }, []);
    return view.component ? createElement(view.component, props) : null;
  };
};
