// What the organization works on, by years before now (0 the newest, five of them): skills of its posts, classes of its
// patents, keywords of its publications. The newest 2,000 posts and 2,000 works.
// Fragment; sees: organization. Markers: VISIBLE. Parameters: $now (datetime).
// Returns topics of {kind, id, name, year, works} (kind: skill, patent_class, keyword), works of {kind, year, works}
// (kind: post, patent, publication; year null: undated), evidence, cut.
MATCH (organization)
WHERE VISIBLE(organization)
CALL (organization) {
  MATCH (organization)-[:POSTED]->(post:JobPost)
  WHERE VISIBLE(post) AND coalesce(post.published <= $now, true)
  WITH DISTINCT post ORDER BY post.published IS NULL, post.published DESC, post.id LIMIT 2001
  RETURN collect({node: post, kind: 'post',
                  year: ($now.epochMillis - post.published.epochMillis) / 31536000000}) AS posts
}
CALL (organization) {
  MATCH (organization)-[:AUTHORED]->(work:Patent|Publication)
  WHERE VISIBLE(work)
  WITH DISTINCT work, CASE WHEN work.filed IS NULL THEN work.published ELSE datetime({date: work.filed}) END AS at
  WHERE coalesce(at <= $now, true)
  WITH work, at ORDER BY at IS NULL, at DESC, work.id LIMIT 2001
  RETURN collect({node: work, kind: CASE WHEN work:Patent THEN 'patent' ELSE 'publication' END,
                  year: ($now.epochMillis - at.epochMillis) / 31536000000}) AS authored
}
CALL (posts) {
  UNWIND posts[..2000] AS one
  WITH one.node AS post, one.year AS year WHERE year < 5
  MATCH (post)-[:REQUIRES_SKILL]->(skill:Skill)
  WHERE VISIBLE(skill)
  WITH skill, year, count(DISTINCT post) AS works
  RETURN collect({kind: 'skill', id: skill.id, name: skill.name, year: year, works: works}) AS skills
}
CALL (authored) {
  UNWIND authored[..2000] AS one
  WITH one WHERE one.year < 5
  UNWIND CASE WHEN one.kind = 'patent' THEN [each IN coalesce(one.node.classes, []) | left(each, 4)]
              ELSE coalesce(one.node.keywords, []) END AS topic
  WITH CASE WHEN one.kind = 'patent' THEN 'patent_class' ELSE 'keyword' END AS kind, topic, one.year AS year,
       count(DISTINCT one.node) AS works
  RETURN collect({kind: kind, id: null, name: topic, year: year, works: works}) AS topics
}
CALL (posts, authored) {
  UNWIND posts[..2000] + authored[..2000] AS one
  WITH one.kind AS kind, one.year AS year, count(*) AS works ORDER BY kind, year
  RETURN collect({kind: kind, year: year, works: works}) AS works
}
CALL (posts, authored) {
  UNWIND posts[..5] + authored[..5] AS one
  WITH one.node AS shown
  MATCH (shown)<-[:ABOUT]-(said:Record)
  WHERE VISIBLE(said)
  WITH shown, said LIMIT 10
  RETURN collect({fact: said.id, entity: shown.id, observed: said.seen_from.epochMillis}) AS evidence
}
RETURN {topics: skills + topics, works: works, evidence: evidence, cut: size(posts) > 2000 OR size(authored) > 2000}
