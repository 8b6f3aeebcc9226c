// GraphiQL with the examples of examples.graphql: one tab for each operation. The token stays in the page.
const HEADERS = JSON.stringify({ Authorization: "Bearer PUT-A-TOKEN-HERE" }, null, 2);

async function open() {
  const text = await (await fetch("/graphql/static/examples.graphql")).text();
  const tabs = text.split(/\n(?=# ---)/).map((query) => ({
    query: query.replace(/^# ---\n/, "").trim() + "\n",
    headers: HEADERS,
    variables: "{}",
  }));
  const fetcher = GraphiQL.createFetcher({ url: "/graphql" });
  const page = React.createElement(GraphiQL, {
    fetcher,
    defaultTabs: tabs,
    defaultHeaders: HEADERS,
    shouldPersistHeaders: false,
    isHeadersEditorEnabled: true,
    defaultEditorToolsVisibility: "headers",
  });
  ReactDOM.createRoot(document.getElementById("explorer")).render(page);
}

open();
