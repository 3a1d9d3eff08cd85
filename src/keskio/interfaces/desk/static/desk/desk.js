// What the desk's pages do beyond links and forms; each works without it, with more clicks.
import "./compose.js";
import "./dialogs.js";
import "./frames.js";
import "./keys.js";
import "./properties.js";
import "./moving.js";
import "./noting.js";
import "./palette.js";
import "./panes.js";
import "./refresh.js";
import "./selection.js";
import "./time.js";
import "./toasts.js";
