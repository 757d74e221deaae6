declare module 'blessed/lib/widgets/*.js' {
  const widget: unknown;
  export = widget;
}
