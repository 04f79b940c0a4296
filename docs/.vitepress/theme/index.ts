// VitePress's own theme in this course's colours, with the components that
// pages may use. On GitHub such a tag shows nothing.

import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import LiveChat from "../../../playground/LiveChat.vue";
import LessonList from "./LessonList.vue";
import "./colors.css";
import "./text.css";
import "./fences.css";
import "./home.css";

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component("LessonList", LessonList).component("LiveChat", LiveChat);
  },
} satisfies Theme;
