// Comments of pull requests in Azure Repos, with the token of the job in SYSTEM_ACCESSTOKEN.
import { call } from "./http.mjs";

const {
  SYSTEM_COLLECTIONURI,
  SYSTEM_TEAMPROJECT,
  BUILD_REPOSITORY_ID,
  SYSTEM_PULLREQUEST_PULLREQUESTID,
  SYSTEM_ACCESSTOKEN,
} = process.env;
const repository = `${SYSTEM_COLLECTIONURI}${encodeURIComponent(SYSTEM_TEAMPROJECT ?? "")}/_apis/git/repositories/${BUILD_REPOSITORY_ID}`;
const threads = `${repository}/pullRequests/${SYSTEM_PULLREQUEST_PULLREQUESTID}/threads`;
const version = "api-version=7.1";
const headers = { authorization: `Bearer ${SYSTEM_ACCESSTOKEN}` };

export const comments = {
  list: async () =>
    (await call("GET", `${threads}?${version}`, headers)).value.flatMap(({ id, comments: ofThread }) =>
      ofThread.map((comment) => ({ id: `${id}/comments/${comment.id}`, body: comment.content ?? "" })),
    ),
  // A thread that is closed (4) asks nobody for anything.
  add: (content) =>
    call("POST", `${threads}?${version}`, headers, {
      comments: [{ parentCommentId: 0, content, commentType: 1 }],
      status: 4,
    }),
  edit: (id, content) => call("PATCH", `${threads}/${id}?${version}`, headers, { content }),
};
