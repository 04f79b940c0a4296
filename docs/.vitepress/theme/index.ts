// VitePress's own theme in this course's colours, with the components that
// pages may use. On GitHub such a tag shows nothing.

import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { type AsyncComponentLoader, defineAsyncComponent } from "vue";
import LiveChat from "../../../playground/LiveChat.vue";
import RunHere from "../../../playground/RunHere.vue";
import LessonList from "./LessonList.vue";
import "./colors.css";
import "./text.css";
import "./fences.css";
import "./hovers.css";
import "./home.css";
import "./wide.css";

// Only a page that shows one loads it.
const laboratories: Record<string, AsyncComponentLoader> = {
  ChatLab: () => import("../../../playground/ChatLab.vue"),
  FrameLab: () => import("../../../playground/FrameLab.vue"),
  Laboratory: () => import("../../../playground/Laboratory.vue"),
};

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component("LessonList", LessonList).component("LiveChat", LiveChat);
    app.component("RunHere", RunHere);
    for (const [name, load] of Object.entries(laboratories)) {
      app.component(name, defineAsyncComponent(load));
    }
  },
} satisfies Theme;
