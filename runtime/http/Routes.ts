/** Which paths there are, and by which methods: for what the router only says no to. */
import * as HttpApi from "@effect/platform/HttpApi"
import type * as HttpApiGroup from "@effect/platform/HttpApiGroup"

interface Route {
  readonly pattern: RegExp
  readonly methods: Set<string>
}

export interface Routes {
  /** `GET, HEAD, PUT`; undefined where there is no such path. */
  readonly allowed: (path: string) => string | undefined
}

export const of = <Id extends string, Groups extends HttpApiGroup.HttpApiGroup.Any, E, R>(
  api: HttpApi.HttpApi<Id, Groups, E, R>,
): Routes => {
  const routes = new Map<string, Route>()
  HttpApi.reflect(api, {
    onGroup: () => {},
    onEndpoint: ({ endpoint: { path, method } }) => {
      const route = routes.get(path) ?? {
        pattern: new RegExp(
          `^${path.replaceAll(/[.]/g, "\\.").replaceAll(/:\w+/g, "[^/]{1,100}")}$`,
        ),
        methods: new Set(["OPTIONS"]),
      }
      route.methods.add(method)
      if (method === "GET") route.methods.add("HEAD")
      routes.set(path, route)
    },
  })
  return {
    allowed: (path) => {
      const methods = [...routes.values()]
        .filter(({ pattern }) => pattern.test(path))
        .flatMap((route) => [...route.methods])
      return methods.length === 0 ? undefined : [...new Set(methods)].sort().join(", ")
    },
  }
}
