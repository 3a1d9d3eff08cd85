// What a script does with the parts of a case it does now, and again whenever another case is shown.
const doers = [];

// `act(root)` is called with the document at once, and with the new parts after each change.
export const whenShown = (act) => {
  doers.push(act);
  act(document);
};

export const show = (root) => doers.forEach((act) => act(root));
