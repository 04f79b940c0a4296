// VitePress's own theme in this course's colours, with the components that
// pages may use. On GitHub such a tag shows nothing.

import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { defineAsyncComponent } from "vue";
import LiveChat from "../../../playground/LiveChat.vue";
import RunHere from "../../../playground/RunHere.vue";
import LessonList from "./LessonList.vue";
import "./colors.css";
import "./text.css";
import "./fences.css";
import "./home.css";
import "./wide.css";

// Only a page that shows one loads it.
const FrameLab = defineAsyncComponent(
  () => import("../../../playground/FrameLab.vue"),
);

const Laboratory = defineAsyncComponent(
  () => import("../../../playground/Laboratory.vue"),
);

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component("LessonList", LessonList).component("LiveChat", LiveChat);
    app.component("RunHere", RunHere);
    app.component("FrameLab", FrameLab).component("Laboratory", Laboratory);
  },
} satisfies Theme;
