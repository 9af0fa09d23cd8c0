import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import { Broken } from "@/shell/Broken";
import { NotFound } from "@/shell/NotFound";
import { Shell } from "@/shell/Shell";
import { VIEWS } from "@/views/register";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const routes = VIEWS.flatMap((view) =>
  view.places.map((place) =>
    createRoute({
      getParentRoute: () => root,
      path: place.path,
      component: lazyRouteComponent(place.page),
    }),
  ),
);

/** Give the router over every place of every view. */
export function makeRouter() {
  return createRouter({
    routeTree: root.addChildren(routes),
    defaultPreload: "intent",
    defaultErrorComponent: Broken,
    scrollRestoration: true,
  });
}
