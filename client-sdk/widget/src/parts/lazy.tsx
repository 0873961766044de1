/** A view whose code is fetched when it is first needed. */
import { type ComponentType, createElement } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Nothing is drawn until the code is there; `onLoadFailed` undoes what asked for it when the network fails. */
export const lazy = <Props extends object>(load: () => Promise<ComponentType<Props>>) => {
  let loaded: ComponentType<Props> | undefined;
  return (props: Props & { readonly onLoadFailed?: () => void }) => {
    const [view, setView] = useState<{ readonly component: ComponentType<Props> | undefined }>({ component: loaded });
    useEffect(() => {
      if (view.component) return;
      load().then(
        (component) => {
          loaded = component;
          setView({ component });
        },
        () => props.onLoadFailed?.(),
      );
    }, []);
    return view.component ? createElement(view.component, props) : null;
  };
};
